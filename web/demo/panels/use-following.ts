import { useLayoutEffect, useRef, useState } from "preact/hooks";

const NEAR_END = 24;

/**
 * Keeps a growing list scrolled to its end until the reader scrolls up, and again when they return to the end.
 *
 * @param newest changes when something was added.
 * @param isOwn whether the reader added it: then it is scrolled into view in any case.
 */
export function useFollowing(scroller: { readonly current: HTMLElement | null }, newest: number, isOwn = false) {
  const [isAtEnd, setAtEnd] = useState(true);
  const length = useRef(0);

  const isNearEnd = (element: HTMLElement) => length.current - element.scrollTop - element.clientHeight < NEAR_END;
  const toEnd = () => {
    scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
  };

  // Uses the current scroll position relative to the earlier content, because the scroll event may still be pending.
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
