// The page: the bar with the clock, the phones, and the stream of changes that keeps them live.

import { load, make, post } from "./dom.js";
import { Phone } from "./phone.js";
import { language, locale, say, zone } from "./words.js";

const at = (id) => document.getElementById(id);
const phones = [];
const world = { state: null, invitation: "", reload, ask, remove, movedTo };
let clock = { now: Date.now(), frozen: true, read: 0 };

const shown = new Intl.DateTimeFormat(locale, {
  weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", timeZone: zone,
});

async function reload() {
  world.state = await load("/sim/state");
  takeClock(world.state.clock);
  for (const phone of phones) phone.choices();
}

function takeClock(view) {
  clock = { now: Date.parse(view.now), frozen: view.frozen, read: performance.now() };
  tick();
}

function tick() {
  const now = new Date(clock.frozen ? clock.now : clock.now + performance.now() - clock.read);
  at("clock").textContent = shown.format(now);
  at("clock").dateTime = now.toISOString();
}

function bar() {
  document.documentElement.lang = language;
  document.title = say("title");
  at("title").textContent = say("title");
  at("clock-label").textContent = say("clock");
  at("ask-cancel").textContent = say("cancel");
  at("ask-ok").textContent = say("ok");
  const move = (label, order) => make("button", { type: "button", onclick: () => post("/sim/clock", { tz: zone, ...order }) }, label);
  const pick = make("input", { type: "datetime-local", "aria-label": say("pick") });
  const set = make("button", { type: "button", onclick: () => pick.value && post("/sim/clock", { tz: zone, set: pick.value }) }, say("set"));
  at("controls").append(
    move(say("quarter"), { advance_seconds: 900 }), move(say("hour"), { advance_seconds: 3600 }),
    move(say("day"), { advance_seconds: 86400 }), move(say("monday"), { next_monday_morning: true }),
    make("span", { class: "pick" }, pick, set),
    make("button", { type: "button", onclick: () => addPhone() }, say("add_phone")));
}

function addPhone(declared) {
  const user = world.state.users.find((one) => !phones.some((phone) => phone.user === one.id)) ?? world.state.users[0];
  if (!declared && !user) {
    return ask(say("new_name")).then(async (name) => {
      if (!name) return;
      await post("/sim/do/user", { first_name: name, language_code: language });
      await reload();
      addPhone();
    });
  }
  const phone = new Phone(world, declared ?? { title: `${say("phone")} ${phones.length + 1}`, user: user.id, chat: user.id });
  phones.push(phone);
  at("phones").append(phone.element);
  return phone;
}

function remove(phone) {
  phones.splice(phones.indexOf(phone), 1);
  phone.element.remove();
}

// A group that was upgraded has a new id and its old title.
const titles = new Map();
function movedTo(chat, groups) {
  return groups.find((one) => one.title === titles.get(chat))?.id;
}
function rememberTitles() {
  for (const one of world.state.chats) if (one.title) titles.set(one.id, one.title);
}

function ask(label, text = "") {
  const dialog = at("ask");
  at("ask-label").textContent = label;
  at("ask-input").value = text;
  dialog.showModal();
  at("ask-input").select();
  return new Promise((resolve) => {
    const end = (value) => { dialog.close(); resolve(value.trim()); };
    at("ask-ok").onclick = () => end(at("ask-input").value);
    at("ask-cancel").onclick = () => end("");
    dialog.oncancel = () => resolve("");
    at("ask-input").onkeydown = (event) => { if (event.key === "Enter") end(at("ask-input").value); };
  });
}

let reloading = null;
function reloadSoon() {
  reloading ??= setTimeout(async () => { reloading = null; await reload(); rememberTitles(); }, 60);
}

function changed(event) {
  if (event.kind === "chat") {
    for (const phone of phones) if (phone.chat === event.chat) phone.refresh();
    if (event.chat < 0 || !world.state.chats.some((one) => one.id === event.chat)) reloadSoon();
  } else if (event.kind === "answer") {
    for (const phone of phones) if (phone.user === event.user && phone.chat === event.chat && event.text) phone.tell(event.text, event.show_alert);
  } else if (event.kind === "clock") {
    load("/sim/clock").then(takeClock);
  } else {
    reloadSoon();
    for (const phone of phones) phone.refresh();
  }
}

function listen() {
  const stream = new EventSource("/sim/events");
  stream.onmessage = (event) => changed(JSON.parse(event.data));
  stream.onopen = () => { at("link-state").textContent = ""; changed({ kind: "reload" }); };
  stream.onerror = () => { at("link-state").textContent = say("lost"); };
}

bar();
await reload();
rememberTitles();
const declared = world.state.phones.length
  ? world.state.phones
  : world.state.users.slice(0, 4).map((one) => ({ title: one.first_name, user: one.id, chat: one.id }));
for (const one of declared) addPhone(one);
setInterval(tick, 1000);
listen();
