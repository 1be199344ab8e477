// The words of the page, in four languages; ?lang= chooses, Dutch is the default.

const words = {
  nl: {
    title: "Telefoons op één bladzijde", clock: "Het is hier nu", quarter: "+15 minuten", hour: "+1 uur", day: "+1 dag",
    monday: "Maandag 9 uur", pick: "Kies een dag en uur", set: "Zet", lost: "De verbinding is weg. Ik probeer opnieuw…",
    user: "Wie", chat: "Gesprek", bot_chat: "Met de bot", menu: "Menu van deze telefoon", block: "Blokkeer de bot",
    unblock: "Laat de bot weer toe", photo: "Stuur een foto", voice: "Stuur een spraakbericht", sticker: "Stuur een sticker",
    close_phone: "Haal deze telefoon weg", add_phone: "Nog een telefoon", new_person: "Nieuwe persoon…",
    new_name: "Hoe heet de nieuwe persoon?", cancel: "Niet doen", ok: "Goed", write: "Schrijf een bericht", send: "Stuur",
    start: "Start", reply: "antwoord", replying: "Antwoord op", stop_reply: "Geen antwoord", edited: "bewerkt",
    protected: "🔒 niet door te sturen", empty: "Nog geen berichten.", blocked: "Je hebt de bot geblokkeerd.",
    commands: "Opdrachten van de bot", picture: "Foto", file: "Bewaar", joined: "kwam in de groep", left: "ging uit de groep",
    created: "maakte de groep", upgraded: "De groep werd een grote groep", pinned: "zette een bericht vast",
    failed: "Dat lukte niet", phone: "Telefoon", forwarded: "Doorgestuurd", gone: "Dit gesprek is hier niet te zien.",
    open_link: "Open een uitnodiging…", which_link: "Welke link wil je openen?", voice_message: "Spraakbericht", sticker_message: "Sticker", location: "Plaats", contact: "Contact", messages: "Berichten",
  },
  fr: {
    title: "Des téléphones sur une page", clock: "Ici, il est", quarter: "+15 minutes", hour: "+1 heure", day: "+1 jour",
    monday: "Lundi 9 heures", pick: "Choisir un jour et une heure", set: "Régler", lost: "La connexion est coupée. Nouvel essai…",
    user: "Qui", chat: "Conversation", bot_chat: "Avec le bot", menu: "Menu de ce téléphone", block: "Bloquer le bot",
    unblock: "Débloquer le bot", photo: "Envoyer une photo", voice: "Envoyer un message vocal", sticker: "Envoyer un autocollant",
    close_phone: "Enlever ce téléphone", add_phone: "Encore un téléphone", new_person: "Nouvelle personne…",
    new_name: "Comment s’appelle la nouvelle personne ?", cancel: "Annuler", ok: "D’accord", write: "Écrire un message", send: "Envoyer",
    start: "Démarrer", reply: "répondre", replying: "Réponse à", stop_reply: "Ne pas répondre", edited: "modifié",
    protected: "🔒 ne peut être transféré", empty: "Pas encore de messages.", blocked: "Vous avez bloqué le bot.",
    commands: "Commandes du bot", picture: "Photo", file: "Enregistrer", joined: "est dans le groupe", left: "a quitté le groupe",
    created: "a créé le groupe", upgraded: "Le groupe est devenu un grand groupe", pinned: "a épinglé un message",
    failed: "Cela n’a pas marché", phone: "Téléphone", forwarded: "Transféré", gone: "Cette conversation n’est pas visible ici.",
    open_link: "Ouvrir une invitation…", which_link: "Quel lien voulez-vous ouvrir ?", voice_message: "Message vocal", sticker_message: "Autocollant", location: "Lieu", contact: "Contact", messages: "Messages",
  },
  de: {
    title: "Telefone auf einer Seite", clock: "Hier ist es jetzt", quarter: "+15 Minuten", hour: "+1 Stunde", day: "+1 Tag",
    monday: "Montag 9 Uhr", pick: "Tag und Uhrzeit wählen", set: "Stellen", lost: "Die Verbindung ist weg. Neuer Versuch…",
    user: "Wer", chat: "Gespräch", bot_chat: "Mit dem Bot", menu: "Menü dieses Telefons", block: "Bot blockieren",
    unblock: "Bot wieder zulassen", photo: "Foto senden", voice: "Sprachnachricht senden", sticker: "Sticker senden",
    close_phone: "Dieses Telefon entfernen", add_phone: "Noch ein Telefon", new_person: "Neue Person…",
    new_name: "Wie heißt die neue Person?", cancel: "Abbrechen", ok: "Gut", write: "Nachricht schreiben", send: "Senden",
    start: "Start", reply: "antworten", replying: "Antwort auf", stop_reply: "Keine Antwort", edited: "bearbeitet",
    protected: "🔒 nicht weiterzuleiten", empty: "Noch keine Nachrichten.", blocked: "Sie haben den Bot blockiert.",
    commands: "Befehle des Bots", picture: "Foto", file: "Speichern", joined: "ist jetzt in der Gruppe", left: "hat die Gruppe verlassen",
    created: "hat die Gruppe erstellt", upgraded: "Die Gruppe wurde eine große Gruppe", pinned: "hat eine Nachricht angeheftet",
    failed: "Das hat nicht geklappt", phone: "Telefon", forwarded: "Weitergeleitet", gone: "Dieses Gespräch ist hier nicht zu sehen.",
    open_link: "Einladung öffnen…", which_link: "Welchen Link möchten Sie öffnen?", voice_message: "Sprachnachricht", sticker_message: "Sticker", location: "Ort", contact: "Kontakt", messages: "Nachrichten",
  },
  en: {
    title: "Phones on one page", clock: "The time here is", quarter: "+15 minutes", hour: "+1 hour", day: "+1 day",
    monday: "Monday 9:00", pick: "Choose a day and time", set: "Set", lost: "The connection is gone. Trying again…",
    user: "Who", chat: "Chat", bot_chat: "With the bot", menu: "Menu of this phone", block: "Block the bot",
    unblock: "Unblock the bot", photo: "Send a photo", voice: "Send a voice message", sticker: "Send a sticker",
    close_phone: "Take this phone away", add_phone: "One more phone", new_person: "New person…",
    new_name: "What is the new person's name?", cancel: "Cancel", ok: "OK", write: "Write a message", send: "Send",
    start: "Start", reply: "reply", replying: "Reply to", stop_reply: "No reply", edited: "edited",
    protected: "🔒 cannot be forwarded", empty: "No messages yet.", blocked: "You blocked the bot.",
    commands: "The bot's commands", picture: "Photo", file: "Save", joined: "joined the group", left: "left the group",
    created: "made the group", upgraded: "The group became a large group", pinned: "pinned a message",
    failed: "That did not work", phone: "Phone", forwarded: "Forwarded", gone: "This chat cannot be seen here.",
    open_link: "Open an invitation…", which_link: "Which link do you want to open?", voice_message: "Voice message", sticker_message: "Sticker", location: "Place", contact: "Contact", messages: "Messages",
  },
};

const query = new URLSearchParams(location.search);
export const language = Object.hasOwn(words, query.get("lang") ?? "") ? query.get("lang") : "nl";
export const locale = language === "en" ? "en-GB" : `${language}-BE`;
export const zone = query.get("tz") || "Europe/Brussels";
export const say = (key) => words[language][key] ?? key;
