import { useEffect, useState } from "preact/hooks";

/** The inner size of an element in CSS pixels, and whether the pointer is coarse. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly isTouch: boolean;
}

export function useFrame(element: { readonly current: HTMLElement | null }): Frame {
  const [size, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    if (!element.current) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setSize({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return { ...size, isTouch: matchMedia("(pointer: coarse)").matches };
}
