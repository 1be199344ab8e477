// One message: its text with marks, its files, its buttons.

import { make } from "./dom.js";
import { locale, say, zone } from "./words.js";

const time = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", timeZone: zone });
const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote" };

// `hands`: what taps do: {tap(message, row, column), link(url), noticed(url), command(text), reply(message)}.
export function messageElement(message, userId, isGroup, hands) {
  const service = serviceText(message);
  if (service) return make("li", { class: "message service" }, service);
  const own = message.from.id === userId;
  const bubble = make("div", { class: "bubble" });
  const who = own ? null : make("span", { class: isGroup ? "who" : "who visually-hidden" }, message.from.first_name);
  if (who) bubble.append(who);
  if (message.forward_origin) bubble.append(make("span", { class: "quoted" }, say("forwarded")));
  if (message.reply_to_message) bubble.append(make("span", { class: "quoted" }, short(message.reply_to_message)));
  bubble.append(...files(message));
  const text = message.text ?? message.caption ?? "";
  bubble.append(marked(text, message.entities ?? message.caption_entities ?? [], hands));
  bubble.append(make("div", { class: "foot" },
    message.has_protected_content ? make("span", {}, say("protected")) : null,
    message.edit_date ? make("span", {}, say("edited")) : null,
    make("span", {}, time.format(new Date(message.date * 1000))),
    make("button", { type: "button", onclick: () => hands.reply(message) }, say("reply"))));
  const item = make("li", { class: own ? "message own" : "message" }, bubble);
  const keyboard = message.reply_markup?.inline_keyboard;
  if (keyboard) item.append(buttons(keyboard, message, hands));
  return item;
}

export function short(message) {
  const text = message.text ?? message.caption ?? say("file");
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

function buttons(keyboard, message, hands) {
  const box = make("div", { class: "buttons" });
  keyboard.forEach((row, rowNumber) => {
    const line = make("div");
    row.forEach((button, column) => {
      if (button.url) hands.noticed(button.url);
      const press = () => (button.url ? hands.link(button.url) : hands.tap(message, rowNumber, column));
      line.append(make("button", { type: "button", onclick: press }, button.url ? `${button.text} ↗` : button.text));
    });
    box.append(line);
  });
  return box;
}

function files(message) {
  const found = [];
  const photo = message.photo?.at(-1);
  if (photo) {
    found.push(make("a", { href: `/sim/files/${photo.file_id}?download` , download: "foto.png" },
      make("img", { src: `/sim/files/${photo.file_id}`, alt: message.caption ?? say("picture") })));
  }
  if (message.document) {
    const { file_id: id, file_name: name, file_size: size } = message.document;
    found.push(make("a", { class: "file", href: `/sim/files/${id}?download`, download: name ?? "" },
      `📄 ${say("file")}: ${name} (${Math.max(1, Math.round(size / 1024))} kB)`));
  }
  if (message.voice) found.push(make("span", {}, `🎤 ${say("voice_message")}`));
  if (message.sticker) found.push(make("span", {}, `🙂 ${say("sticker_message")}`));
  if (message.location) found.push(make("span", {}, `📍 ${say("location")}`));
  if (message.contact) found.push(make("span", {}, `👤 ${say("contact")}: ${message.contact.first_name}`));
  return found;
}

function serviceText(message) {
  const name = message.from.first_name;
  if (message.new_chat_members) return message.new_chat_members.map((one) => `${one.first_name} ${say("joined")}`).join(", ");
  if (message.left_chat_member) return `${message.left_chat_member.first_name} ${say("left")}`;
  if (message.group_chat_created || message.supergroup_chat_created) return `${name} ${say("created")}`;
  if (message.migrate_from_chat_id || message.migrate_to_chat_id) return say("upgraded");
  if (message.pinned_message) return `${name} ${say("pinned")}`;
  return "";
}

// Entities nest; offsets are UTF-16 units, which is how JavaScript counts too.
function marked(text, entities, hands, from = 0, to = text.length) {
  const fragment = document.createDocumentFragment();
  let at = from;
  for (let index = 0; index < entities.length; index += 1) {
    const entity = entities[index];
    const end = Math.min(entity.offset + entity.length, to);
    if (entity.offset < at || entity.offset >= to) continue;
    fragment.append(text.slice(at, entity.offset));
    const inside = entities.slice(index + 1).filter((one) => one.offset >= entity.offset && one.offset < end);
    fragment.append(wrapped(entity, text.slice(entity.offset, end), marked(text, inside, hands, entity.offset, end), hands));
    at = end;
  }
  fragment.append(text.slice(at, to));
  return fragment;
}

function wrapped(entity, plain, content, hands) {
  if (entity.type === "url" || entity.type === "text_link") {
    const url = entity.url ?? (plain.includes("://") ? plain : `https://${plain}`);
    hands.noticed(url);
    return make("button", { type: "button", class: "inline-link", onclick: () => hands.link(url) }, content);
  }
  if (entity.type === "bot_command") {
    return make("button", { type: "button", class: "inline-link", onclick: () => hands.command(plain) }, content);
  }
  if (entity.type === "spoiler") return make("span", { class: "spoiler", tabIndex: 0 }, content);
  return make(TAGS[entity.type] ?? "span", {}, content);
}
