import { useEffect, useRef } from "preact/hooks";

interface Props {
  readonly stream: MediaStream | null;
  readonly label: string;
  readonly isMuted?: boolean;
  readonly isMirrored?: boolean;
  /** Plays the sound and hides the video. */
  readonly isSoundOnly?: boolean;
}

/** A video element that plays a MediaStream. */
export function Video({ stream, label, isMuted = false, isMirrored = false, isSoundOnly = false }: Props) {
  const element = useRef<HTMLVideoElement>(null);

  useEffect(() => {
    const video = element.current;
    if (!video || video.srcObject === stream) return;
    video.srcObject = stream;
    // Rejected if the element is removed before it plays, or until the first click: then autoplay resumes by itself.
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
