import { useCallback, useState } from 'react';

type Ids = ReadonlySet<string>;

const none: Ids = new Set();

/**
 * What is chosen of a list, as long as the list answers the same question. Another filter, tab, period or entity lets all of it go:
 * a row that left the filter is seen to leave the selection, and nothing is done to what is not shown. Leave out of the question
 * what changes no row of the answer, such as the order.
 */
export function useSelection(question: object): readonly [selection: Ids, setSelection: (ids: Ids) => void] {
  const asked = JSON.stringify(question);
  const [kept, setKept] = useState({ asked, ids: none });
  const isSame = kept.asked === asked;
  if (!isSame) setKept({ asked, ids: none });
  // An answer that comes late chooses rows of the question that it was asked under.
  const setSelection = useCallback((ids: Ids) => setKept({ asked, ids }), [asked]);
  return [isSame ? kept.ids : none, setSelection];
}
