interface Props {
  readonly children: string;
  readonly onCancel?: () => void;
  readonly cancelLabel?: string;
}

/** A wait indicator that appears after 300 ms and can be cancelled. */
export function Wait({ children, onCancel, cancelLabel = "Cancel" }: Props) {
  return (
    <span class="wait" role="status">
      <span class="spinner" aria-hidden="true" />
      <span>{children}</span>
      {onCancel && (
        <button type="button" class="link" onClick={onCancel}>
          {cancelLabel}
        </button>
      )}
    </span>
  );
}
