import { visibleText } from '#renderer/format/visible-text.ts';

/** Text inside an element. What XML cannot hold is written out visibly, so that nothing is lost without a trace. */
export function xmlText(text: string): string {
  return text
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\p{Cs}]/gu, (character) =>
      visibleText(character),
    )
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;');
}
