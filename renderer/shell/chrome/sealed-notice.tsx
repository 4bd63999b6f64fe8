import type { ReactNode } from 'react';
import type { SealedPack } from '#core/contract/packs.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { VendorText } from '#renderer/ui/vendor-text.tsx';

/** What is read, who made it, as of when, and that it is as it was sealed. There for as long as the window. */
export function SealedNotice({ sealed }: { readonly sealed: SealedPack }): ReactNode {
  const format = useFormat();
  const { period, madeBy, madeAt, asOf, fingerprint } = sealed;
  return (
    <Banner tone="read-only">
      <span className="font-medium">Sealed pack of {format.period(period)}</span>, made by{' '}
      <VendorText text={madeBy.name} />, as of {format.instant(madeAt, 'full')}, journal{' '}
      {format.count(asOf.seq)}; verified. Offline, for reading alone. Key{' '}
      <span className="font-mono text-sm">{fingerprint}</span>
    </Banner>
  );
}
