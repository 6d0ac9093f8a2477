import { useEffect, useRef } from "preact/hooks";

import { sendChat } from "../calls/meeting";
import { SendIcon } from "../icons";
import { formatClock, formatNames } from "../state/format";
import type { ChatLine } from "../state/model";
import { chat, listeners } from "../state/store";
import { SourceLink } from "./source-link";

/** Messages over the data channels of the calls; no server sees them. */
export function Chat() {
  return (
    <div class="chat">
      {chat.value.length === 0 ? <EmptyChat /> : <ChatLines />}
      <ChatForm />
    </div>
  );
}

function EmptyChat() {
  return (
    <div class="chat-empty">
      <h2>{listeners.value.length > 0 ? "Say hello" : "No messages yet"}</h2>
      <p class="note">
        {listeners.value.length > 0
          ? "Messages go straight from browser to browser. No server sees them."
          : "Call somebody in the room to chat with them."}
      </p>
    </div>
  );
}

function ChatLines() {
  const list = useRef<HTMLOListElement>(null);
  const lines = chat.value;

  useEffect(() => {
    list.current?.lastElementChild?.scrollIntoView({ block: "nearest" });
  }, [lines.length]);

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long list must scroll by keyboard
    <ol ref={list} class="chat-lines" aria-label="Messages" tabIndex={0} data-testid="chat-lines">
      {lines.map((line, index) => (
        <Line key={line.id} line={line} isFirst={lines[index - 1]?.from !== line.from} />
      ))}
    </ol>
  );
}

function Line({ line, isFirst }: { readonly line: ChatLine; readonly isFirst: boolean }) {
  return (
    <li class="chat-line" data-mine={line.from === "me" || undefined}>
      {isFirst && (
        <p class="chat-meta">
          <strong>{line.from === "me" ? "You" : line.name}</strong>
          {line.to && <span> to {line.to}</span>} <time dateTime={line.at.toISOString()}>{formatClock(line.at)}</time>
        </p>
      )}
      <p class="chat-text">{line.text}</p>
    </li>
  );
}

function ChatForm() {
  const field = useRef<HTMLInputElement>(null);
  const names = listeners.value.map((call) => call.name);
  const isReady = names.length > 0;

  const submit = (event: Event) => {
    event.preventDefault();
    const input = field.current;
    const text = input?.value.trim() ?? "";
    if (!input || !text || !sendChat(text)) return;
    input.value = "";
  };

  return (
    <form class="chat-form" onSubmit={submit}>
      <label class="note" for="chat-text">
        {isReady ? `To ${formatNames(names)}` : "Message"}
      </label>
      <div class="chat-entry">
        <input
          ref={field}
          id="chat-text"
          class="field"
          autocomplete="off"
          maxLength={4000}
          placeholder={isReady ? "Write a message" : "Nobody to write to yet"}
          readOnly={!isReady}
        />
        <button type="submit" class="button primary round" aria-label="Send" aria-disabled={!isReady}>
          <SendIcon class="icon" aria-hidden="true" />
        </button>
      </div>
      <SourceLink file="chat.tsx" />
    </form>
  );
}
