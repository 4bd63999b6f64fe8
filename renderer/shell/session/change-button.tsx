import type { ComponentProps, ReactNode } from 'react';
import { Button } from '#renderer/ui/button.tsx';
import { useSession } from './session.ts';

/** A button that changes something and is no command: not there at all in a sealed pack. */
export function ChangeButton(props: ComponentProps<typeof Button>): ReactNode {
  const { sealed } = useSession();
  return sealed === null ? <Button {...props} /> : null;
}
