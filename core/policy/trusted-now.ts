import { type Clock, toInstant } from '../base/clock.ts';

/** What of the journal is asked. */
interface Dated {
  head(): { readonly seq: number };
  read(afterSeq: number, limit: number): readonly { readonly recordedAt: string }[];
}

/**
 * The present instant for what expires by time: the clock's, but never earlier than the journal's last entry, so that
 * setting the clock back brings no expired delegation back.
 */
export function trustedNowAt(clock: Clock, journal: Dated): string {
  const nowAt = toInstant(clock.now());
  const { seq } = journal.head();
  const last = seq === 0 ? undefined : journal.read(seq - 1, 1)[0];
  return last && last.recordedAt > nowAt ? last.recordedAt : nowAt;
}
