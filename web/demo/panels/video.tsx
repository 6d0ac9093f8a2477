import { useEffect, useRef } from "preact/hooks";

interface Props {
  readonly stream: MediaStream | null;
  readonly label: string;
  readonly isMuted?: boolean;
  readonly isMirrored?: boolean;
  /** Keeps the sound and hides the picture. */
  readonly isSoundOnly?: boolean;
}

/** A video element that plays a MediaStream. */
export function Video({ stream, label, isMuted = false, isMirrored = false, isSoundOnly = false }: Props) {
  const element = useRef<HTMLVideoElement>(null);

  useEffect(() => {
    const video = element.current;
    if (!video || video.srcObject === stream) return;
    video.srcObject = stream;
    // Rejected when the element goes away before it plays, or until the first click: autoplay then resumes by itself.
    if (stream) void video.play().catch(() => undefined);
  }, [stream]);

  return (
    <video
      ref={element}
      class={isSoundOnly ? "visually-hidden" : undefined}
      aria-label={label}
      autoplay
      playsInline
      muted={isMuted}
      data-mirrored={isMirrored || undefined}
    />
  );
}
