import type { ReactNode } from 'react';
import { Banner } from '#renderer/ui/banner.tsx';
import { usePushes } from '../api/pushes.ts';
import { useScope } from '../scope/scope.ts';
import { useSession } from '../session/session.ts';
import { SealedNotice } from './sealed-notice.tsx';

/** What holds for the whole window and stays until it is over. */
export function Notices(): ReactNode {
  const isConnected = usePushes((pushes) => pushes.isConnected);
  const scope = useScope();
  const { sealed } = useSession();
  return (
    <>
      {!isConnected && (
        <Banner tone="warning">
          The core cannot be reached. What you see is what it last said; nothing you decide is lost, it is
          refused until the core answers.
        </Banner>
      )}
      {sealed !== null && <SealedNotice sealed={sealed} />}
      {sealed === null && scope?.periodState === 'closed' && (
        <Banner tone="read-only">This period is closed: it can be read, not changed.</Banner>
      )}
    </>
  );
}
