import { useEffect, useState } from "preact/hooks";

import { CopyIcon, DoneIcon } from "../icons";
import { announce } from "../state/announcements";
import { inviteLink } from "../state/identity";

const SHOWN_MS = 2500;

/** Copies the link of the room and confirms it on the button. */
export function CopyLink({ kind }: { readonly kind: "link" | "button" | "primary" }) {
  const [outcome, setOutcome] = useState<"idle" | "copied" | "refused">("idle");

  useEffect(() => {
    if (outcome !== "copied") return;
    const timer = setTimeout(() => setOutcome("idle"), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [outcome]);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(inviteLink());
      setOutcome("copied");
      announce("Link copied");
    } catch {
      setOutcome("refused");
    }
  };

  if (outcome === "refused") return <LinkField />;
  return (
    <button
      type="button"
      class={kind === "link" ? "link" : kind === "primary" ? "button primary" : "button"}
      onClick={copy}
      data-testid="copy-link"
    >
      {outcome === "copied" ? (
        <DoneIcon class="icon" aria-hidden="true" />
      ) : (
        <CopyIcon class="icon" aria-hidden="true" />
      )}
      {outcome === "copied" ? "Copied" : "Copy the link"}
    </button>
  );
}

/** If the page may not use the clipboard: the link as text, selected on focus. */
function LinkField() {
  return (
    <input
      class="field"
      readOnly
      aria-label="Link to this room"
      value={inviteLink()}
      onFocus={(event) => event.currentTarget.select()}
    />
  );
}
