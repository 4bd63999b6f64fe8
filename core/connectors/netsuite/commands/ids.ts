/**
 * The vendor's bare id from the id of a reference ("item:12") or a bare id ("12"); null when it is neither, or a
 * reference of another type. With `type` null only a bare id fits.
 */
export function vendorId(id: string, type: string | null): string | null {
  const mark = id.indexOf(':');
  if (mark >= 0 && id.slice(0, mark) !== type) return null;
  const bare = mark < 0 ? id : id.slice(mark + 1);
  return /^\d{1,18}$/.test(bare) ? bare : null;
}
