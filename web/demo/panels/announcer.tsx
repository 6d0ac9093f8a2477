import { announcements } from "../state/announcements";

/** Shows joins, leaves and messages, also to screen readers. */
export function Announcer() {
  return (
    <div class="announcer" role="log" aria-live="polite" aria-label="What happened">
      {announcements.value.map(({ id, text, kind }) => (
        <p key={id} class={kind === "heard" ? "visually-hidden" : "toast"}>
          {text}
        </p>
      ))}
    </div>
  );
}
