// One phone: whose it is, which chat it shows, and what its owner does.

import { act, load, make } from "./dom.js";
import { messageElement, short } from "./message.js";
import { say } from "./words.js";

export class Phone {
  // `world`: {state, invitation (the newest seen on the page), ask(label, text), remove(phone)}; shared by all phones.
  constructor(world, { title, user, chat }) {
    Object.assign(this, { world, title, user, chat, items: new Map(), loading: false, again: false, replyTo: null, commands: [] });
    this.build();
    this.choices();
    this.refresh();
  }

  build() {
    this.userSelect = make("select", { onchange: () => this.chooseUser() });
    this.chatSelect = make("select", { onchange: () => this.show(this.user, Number(this.chatSelect.value)) });
    this.menuItems = make("div", { class: "menu-items" });
    const shut = (event) => { if (event.key === "Escape" || (event.type === "focusout" && event.relatedTarget && !this.menu.contains(event.relatedTarget))) this.menu.open = false; };
    this.menu = make("details", { class: "menu", onkeydown: shut, onfocusout: shut }, make("summary", { title: say("menu"), "aria-label": say("menu") }, "⋮"), this.menuItems);
    this.log = make("ol", { class: "log", role: "log", "aria-live": "polite", "aria-label": say("messages"), tabIndex: 0 });
    this.toast = make("p", { class: "toast", role: "status", hidden: true });
    this.note = make("p", { class: "blocked-note", hidden: true });
    this.commandList = make("div", { class: "commands", hidden: true, role: "group", "aria-label": say("commands") });
    this.replying = make("div", { class: "replying", hidden: true });
    this.keys = make("div", { class: "buttons" });
    this.input = make("textarea", { rows: 1, placeholder: say("write"), "aria-label": say("write"),
      oninput: () => this.typed(), onkeydown: (event) => this.key(event) });
    this.sendButton = make("button", { type: "button", class: "primary", onclick: () => this.send() }, say("send"));
    this.startButton = make("button", { type: "button", class: "primary", hidden: true, onclick: () => this.do("start", {}) }, say("start"));
    this.line = make("div", { class: "line" }, this.input, this.sendButton);
    this.element = make("section", { class: "phone", "aria-label": this.title },
      make("header", {},
        make("div", { class: "head-row" }, make("h2", {}, this.title), this.menu),
        make("div", { class: "choosers" },
          make("label", {}, say("user"), this.userSelect), make("label", {}, say("chat"), this.chatSelect))),
      this.log, this.toast, this.note,
      make("div", { class: "composer" }, this.commandList, this.replying, this.keys, this.startButton, this.line));
  }

  choices() {
    const { users, chats } = this.world.state;
    const option = (value, label, chosen) => make("option", { value, selected: chosen }, label);
    this.userSelect.replaceChildren(
      ...users.map((one) => option(String(one.id), one.first_name, one.id === this.user)),
      option("new", say("new_person"), false));
    const groups = chats.filter((one) => one.type !== "private" && ["creator", "administrator", "member"].includes(one.members[this.user]));
    if (this.chat !== this.user && !groups.some((one) => one.id === this.chat)) {
      this.chat = this.world.movedTo(this.chat, groups) ?? this.user;
      this.refresh();
    }
    this.chatSelect.replaceChildren(
      option(String(this.user), say("bot_chat"), this.chat === this.user),
      ...groups.map((one) => option(String(one.id), one.title, one.id === this.chat)));
  }

  async chooseUser() {
    if (this.userSelect.value !== "new") return this.show(Number(this.userSelect.value), Number(this.userSelect.value));
    const name = await this.world.ask(say("new_name"));
    if (!name) return this.choices();
    const user = await act("user", { first_name: name, language_code: document.documentElement.lang });
    await this.world.reload();
    return this.show(user.id, user.id);
  }

  show(user, chat) {
    Object.assign(this, { user, chat, replyTo: null });
    this.items.clear();
    this.log.replaceChildren();
    this.showReply();
    this.choices();
    return this.refresh();
  }

  // Many changes at once make one load, and one more after it.
  async refresh() {
    if (this.loading) { this.again = true; return; }
    this.loading = true;
    try {
      do {
        this.again = false;
        const chat = this.chat;
        const view = await load(`/sim/chats/${chat}?user=${this.user}`).catch(() => null);
        if (chat === this.chat) this.render(view);
      } while (this.again);
    } finally { this.loading = false; }
  }

  render(view) {
    const atEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 80;
    const focused = [...this.items].find(([, item]) => item.element.contains(document.activeElement))?.[0];
    const messages = view?.messages ?? [];
    const present = new Set(messages.map((one) => one.message_id));
    for (const [id, item] of this.items) if (!present.has(id)) { item.element.remove(); this.items.delete(id); }
    this.log.querySelector(".empty")?.remove();
    for (const message of messages) this.put(message, view.type !== "private");
    if (!messages.length) this.log.append(make("li", { class: "empty" }, view ? say("empty") : say("gone")));
    if (focused !== undefined && document.activeElement === document.body) {
      const next = this.items.get(focused)?.element ?? [...this.items.values()].at(-1)?.element;
      (next?.querySelector(".buttons button") ?? this.log).focus({ preventScroll: true });
    }
    this.follows = atEnd;
    if (atEnd) this.log.scrollTop = this.log.scrollHeight;
    this.commands = view?.commands ?? [];
    this.renderControls(view);
  }

  put(message, isGroup) {
    const json = JSON.stringify(message);
    const item = this.items.get(message.message_id);
    if (item?.json === json) return;
    const element = messageElement(message, this.user, isGroup, this.hands());
    element.querySelector("img")?.addEventListener("load", () => { if (this.follows) this.log.scrollTop = this.log.scrollHeight; });
    if (item) item.element.replaceWith(element); else this.log.append(element);
    this.items.set(message.message_id, { json, element });
  }

  renderControls(view) {
    const isPrivate = this.chat === this.user;
    const blocked = Boolean(view?.blocked);
    this.note.hidden = !blocked;
    this.note.textContent = say("blocked");
    this.startButton.hidden = !(isPrivate && view && !view.started);
    this.line.hidden = !view || blocked || !this.startButton.hidden || view.deleted;
    const entry = (label, press) => make("button", { type: "button", onclick: () => { this.menu.open = false; press(); } }, label);
    const media = (kind) => entry(say(kind), () => this.do("send_media", { chat: this.chat, kind }));
    this.menuItems.replaceChildren(
      ...(isPrivate && view?.started ? [entry(say(blocked ? "unblock" : "block"), () => this.do("block", { blocked: !blocked }))] : []),
      ...(this.line.hidden ? [] : ["photo", "voice", "sticker"].map(media)),
      entry(say("open_link"), async () => this.open(await this.world.ask(say("which_link"), this.world.invitation))),
      entry(say("close_phone"), () => this.world.remove(this)));
    const rows = (isPrivate && view?.keyboard?.keyboard) || [];
    this.keys.replaceChildren(...rows.map((row) => make("div", {}, ...row.map((key) => {
      const label = typeof key === "string" ? key : key.text;
      return make("button", { type: "button", onclick: () => this.write(label) }, label);
    }))));
  }

  hands() {
    return {
      tap: (message, row, column) => this.do("tap", { chat: this.chat, message: message.message_id, row, column }),
      link: (url) => this.open(url),
      noticed: (url) => { if (url.includes("?start=")) this.world.invitation = url; },
      command: (text) => this.write(text),
      reply: (message) => { this.replyTo = message; this.showReply(); this.input.focus(); },
    };
  }

  async open(url) {
    const parts = URL.canParse(url) ? new URL(url) : null;
    const bot = this.world.state.bot.username.toLowerCase();
    if (parts?.hostname === "t.me" && parts.pathname.slice(1).toLowerCase() === bot) {
      if (this.chat !== this.user) await this.show(this.user, this.user);
      this.log.scrollTop = this.log.scrollHeight;
      await this.do("start", { payload: parts.searchParams.get("start") ?? "" });
    } else if (parts && ["http:", "https:", "mailto:", "tel:"].includes(parts.protocol)) {
      window.open(parts.href, "_blank", "noopener,noreferrer");
    }
  }

  async do(action, order) {
    try {
      await act(action, { user: this.user, ...order });
    } catch (error) {
      this.tell(`${say("failed")}: ${error.message}`, true);
    }
  }

  async write(text) {
    const order = { chat: this.chat, text };
    if (this.replyTo) order.reply_to = this.replyTo.message_id;
    this.replyTo = null;
    this.showReply();
    this.log.scrollTop = this.log.scrollHeight;
    await this.do("send_text", order);
  }

  send() {
    const text = this.input.value;
    if (!text.trim()) return;
    this.input.value = "";
    this.typed();
    this.write(text);
  }

  key(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.send(); }
    if (event.key === "Escape") this.commandList.hidden = true;
    if (event.key === "ArrowUp" && !this.commandList.hidden) { event.preventDefault(); this.commandList.lastElementChild?.focus(); }
  }

  typed() {
    this.input.style.height = "auto";
    this.input.style.height = `${this.input.scrollHeight + 2}px`;
    const text = this.input.value;
    const fitting = /^\/\w*$/.test(text) ? this.commands.filter((one) => `/${one.command}`.startsWith(text.toLowerCase())) : [];
    this.commandList.hidden = !fitting.length;
    this.commandList.replaceChildren(...fitting.map((one) => make("button", { type: "button",
      onclick: () => { this.input.value = ""; this.typed(); this.input.focus(); this.write(`/${one.command}`); },
      onkeydown: (event) => this.moveInList(event) }, make("b", {}, `/${one.command}`), make("span", {}, one.description))));
  }

  moveInList(event) {
    const next = { ArrowDown: event.currentTarget.nextElementSibling, ArrowUp: event.currentTarget.previousElementSibling }[event.key];
    if (event.key === "Escape" || (event.key === "ArrowDown" && !next)) { event.preventDefault(); this.input.focus(); }
    else if (next) { event.preventDefault(); next.focus(); }
  }

  showReply() {
    this.replying.hidden = !this.replyTo;
    if (!this.replyTo) return;
    this.replying.replaceChildren(make("span", {}, `${say("replying")}: ${short(this.replyTo)}`),
      make("button", { type: "button", onclick: () => { this.replyTo = null; this.showReply(); } }, say("stop_reply")));
  }

  // What the bot answers to a tap; an alert stays until it is closed.
  tell(text, stays) {
    clearTimeout(this.timer);
    this.toast.hidden = !text;
    if (!text) return;
    const close = make("button", { type: "button", onclick: () => { this.toast.hidden = true; } }, say("ok"));
    this.toast.replaceChildren(make("span", {}, text), stays ? close : "");
    if (!stays) this.timer = setTimeout(() => { this.toast.hidden = true; }, 5000);
  }
}
