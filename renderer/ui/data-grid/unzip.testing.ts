/// <reference types="node/zlib" />
import { crc32, inflateRawSync } from 'node:zlib';

/** Files of an archive, read by its central directory as strict readers do; checks sizes and sums. */
export function unzipped(bytes: Uint8Array): ReadonlyMap<string, string> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = bytes.length - 22;
  if (view.getUint32(end, true) !== 0x06054b50) throw new Error('no end of the directory');
  const files = new Map<string, string>();
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
    if (view.getUint32(at, true) !== 0x02014b50) throw new Error(`no entry at ${at}`);
    const nameLength = view.getUint16(at + 28, true);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    const pressed = view.getUint32(at + 20, true);
    const start = view.getUint32(at + 42, true) + 30 + nameLength;
    const content = inflateRawSync(bytes.subarray(start, start + pressed));
    if (content.length !== view.getUint32(at + 24, true)) throw new Error(`${name}: another size`);
    if (crc32(content) !== view.getUint32(at + 16, true)) throw new Error(`${name}: another sum`);
    files.set(name, content.toString('utf8'));
    at += 46 + nameLength;
  }
  return files;
}

export interface SheetCell {
  readonly type: 'text' | 'number';
  readonly value: string;
}

/** Cells of a worksheet by their reference; anything but typed numbers and inline text is an error. */
export function sheetCells(xml: string): ReadonlyMap<string, SheetCell> {
  if (/<f[\s>]/.test(xml)) throw new Error('a formula');
  const cells = new Map<string, SheetCell>();
  for (const [, reference = '', attributes = '', inner = ''] of xml.matchAll(
    /<c r="([A-Z]+\d+)"([^>]*)>(.*?)<\/c>/gs,
  )) {
    const text = /^<is><t xml:space="preserve">(.*)<\/t><\/is>$/s.exec(inner)?.[1];
    const number = /^<v>(-?\d+(?:\.\d+)?)<\/v>$/.exec(inner)?.[1];
    if (attributes.includes('t="inlineStr"') && text !== undefined)
      cells.set(reference, { type: 'text', value: unescaped(text) });
    else if (!attributes.includes(' t=') && number !== undefined)
      cells.set(reference, { type: 'number', value: number });
    else throw new Error(`${reference}: neither a number nor text: ${inner}`);
  }
  return cells;
}

function unescaped(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#13;', '\r')
    .replaceAll('&amp;', '&');
}
