/** What of the recorder is listened to. */
interface Listened {
  onAppended(listener: (events: readonly { readonly type: string }[]) => void): void;
}

/**
 * Keeps what is made from an area's tables until the area changes. The area's last journal position is compared as well
 * as its events heard: a transaction that was rolled back leaves no event to hear of.
 */
export function remembered<Value>(
  recorder: Listened,
  areas: readonly string[],
  lastSeq: () => number,
  make: () => Value,
): () => Value {
  let kept: { readonly seq: number; readonly value: Value } | null = null;
  recorder.onAppended((events) => {
    if (events.some(({ type }) => areas.some((area) => type.startsWith(area)))) kept = null;
  });
  return () => {
    const seq = lastSeq();
    if (kept?.seq !== seq) kept = { seq, value: make() };
    return kept.value;
  };
}
