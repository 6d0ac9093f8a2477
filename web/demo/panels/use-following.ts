import { useLayoutEffect, useRef, useState } from "preact/hooks";

const NEAR_END = 24;

/**
 * Stays at the end of what grows until the reader scrolls up, and again when they come back.
 *
 * @param newest changes when something was added.
 * @param isOwn whether the reader added it: then it is shown, wherever they were.
 */
export function useFollowing(scroller: { readonly current: HTMLElement | null }, newest: number, isOwn = false) {
  const [isAtEnd, setAtEnd] = useState(true);
  const length = useRef(0);

  const isNearEnd = (element: HTMLElement) => length.current - element.scrollTop - element.clientHeight < NEAR_END;
  const toEnd = () => {
    scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
  };

  // By where the reader is now, among what was there before: the event that tells of their scrolling may still be on its way.
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const follows = isOwn || isNearEnd(element);
    length.current = element.scrollHeight;
    if (follows) toEnd();
    setAtEnd(follows);
  }, [newest]);

  const onScroll = () => {
    const element = scroller.current;
    if (!element) return;
    length.current = element.scrollHeight;
    setAtEnd(isNearEnd(element));
  };
  return { isAtEnd, toEnd, onScroll };
}
