import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

import { CloseIcon } from "../icons";
import { isNarrow } from "../state/store";
import { closeSheet } from "../state/views";

interface Props {
  readonly label: string;
  readonly class: string;
  readonly isOpen: boolean;
  readonly isLarge?: boolean;
  readonly children: ComponentChildren;
}

/** A column on a wide page, a sheet on a narrow one. A sheet takes the focus; closeSheet restores it. */
export function Sheet({ label, class: name, isOpen, isLarge = false, children }: Props) {
  const element = useRef<HTMLElement>(null);

  useEffect(() => {
    if (!isNarrow.value || !isOpen || element.current?.contains(document.activeElement)) return;
    element.current?.focus();
  }, [isOpen]);

  return (
    <aside
      ref={element}
      class={`sheet ${name}`}
      aria-label={label}
      data-open={isOpen || undefined}
      data-large={isLarge || undefined}
      tabIndex={-1}
    >
      {children}
    </aside>
  );
}

/** Closes the sheet; visible only on a narrow page. */
export function CloseSheet() {
  return (
    <button type="button" class="button quiet round narrow-only" aria-label="Close" onClick={closeSheet}>
      <CloseIcon class="icon" aria-hidden="true" />
    </button>
  );
}
