import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

import { CloseIcon } from "../icons";

interface Props {
  readonly title: string;
  readonly kind?: "wide" | "narrow";
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** A modal dialog. The browser's dialog element traps the focus, closes on Escape and restores the focus. */
export function Dialog({ title, kind = "narrow", onClose, children }: Props) {
  const element = useRef<HTMLDialogElement>(null);

  useEffect(() => {
    element.current?.showModal();
  }, []);

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the click on the backdrop is extra; Escape and the button do the same
    <dialog
      ref={element}
      class="dialog"
      data-kind={kind}
      aria-label={title}
      onClose={onClose}
      onClick={(event) => event.target === element.current && element.current?.close()}
    >
      <header class="panel-header">
        <h2>{title}</h2>
        <button type="button" class="button quiet round" aria-label="Close" onClick={() => element.current?.close()}>
          <CloseIcon class="icon" aria-hidden="true" />
        </button>
      </header>
      <div class="dialog-body">{children}</div>
    </dialog>
  );
}
