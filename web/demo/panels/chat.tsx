import { useRef, useState } from "preact/hooks";

import { sendChat } from "../calls/meeting";
import { NewestIcon, SendIcon } from "../icons";
import { formatClock, formatNames } from "../state/format";
import { partsOf } from "../state/links";
import type { ChatLine } from "../state/model";
import { chat, listeners } from "../state/store";
import { shorten } from "../state/text";
import { SourceLink } from "./source-link";
import { useFollowing } from "./use-following";

const LONGEST_NAME = 24;

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

/** Follows the newest message, but does not scroll away from an older one that is being read. */
function ChatLines() {
  const list = useRef<HTMLOListElement>(null);
  const lines = chat.value;
  const newest = lines.at(-1);
  const { isAtEnd, toEnd, onScroll } = useFollowing(list, newest?.id ?? 0, newest?.from === "me");
  const [seen, setSeen] = useState(0);
  if (isAtEnd && newest && seen !== newest.id) setSeen(newest.id);
  const news = lines.filter(({ id }) => id > seen).length;

  return (
    <div class="chat-view">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long list must scroll by keyboard */}
      <ol ref={list} class="chat-lines" aria-label="Messages" tabIndex={0} data-testid="chat-lines" onScroll={onScroll}>
        {lines.map((line, index) => (
          <Line key={line.id} line={line} isFirst={lines[index - 1]?.from !== line.from} />
        ))}
      </ol>
      {!isAtEnd && news > 0 && (
        <button
          type="button"
          class="button newest"
          onClick={() => {
            toEnd();
            // The button disappears.
            list.current?.focus();
          }}
        >
          <NewestIcon class="icon" aria-hidden="true" /> {news === 1 ? "1 new message" : `${news} new messages`}
        </button>
      )}
    </div>
  );
}

function Line({ line, isFirst }: { readonly line: ChatLine; readonly isFirst: boolean }) {
  return (
    <li class="chat-line" data-mine={line.from === "me" || undefined}>
      {isFirst && (
        <p class="chat-meta">
          <strong>{line.from === "me" ? "You" : <bdi>{line.name}</bdi>}</strong>
          {line.to && <span> to {line.to}</span>} <time dateTime={line.at.toISOString()}>{formatClock(line.at)}</time>
        </p>
      )}
      <p class="chat-text" dir="auto">
        {partsOf(line.text).map(({ text, href }) =>
          href ? (
            <a key={text} href={href} target="_blank" rel="noopener noreferrer">
              {text}
            </a>
          ) : (
            text
          ),
        )}
      </p>
    </li>
  );
}

function ChatForm() {
  const field = useRef<HTMLTextAreaElement>(null);
  const names = listeners.value.map((call) => shorten(call.name, LONGEST_NAME));
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
        <textarea
          ref={field}
          id="chat-text"
          class="field"
          dir="auto"
          rows={1}
          autocomplete="off"
          enterkeyhint="send"
          maxLength={4000}
          placeholder={isReady ? "Write a message" : "Nobody to write to yet"}
          readOnly={!isReady}
          onKeyDown={(event) => isSendKey(event) && submit(event)}
        />
        <button type="submit" class="button primary round" aria-label="Send" aria-disabled={!isReady}>
          <SendIcon class="icon" aria-hidden="true" />
        </button>
      </div>
      <SourceLink file="chat.tsx" />
    </form>
  );
}

/** Enter sends, Shift+Enter inserts a line break, and during IME composition Enter selects a word. */
function isSendKey({ key, shiftKey, isComposing }: KeyboardEvent): boolean {
  return key === "Enter" && !shiftKey && !isComposing;
}
