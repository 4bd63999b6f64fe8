import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, type ButtonVariant } from '#renderer/ui/button.tsx';
import { useCommandBinding } from './command-keys.tsx';
import { refusalOf, runCommand, useCommandRegistry } from './registry.ts';

interface CommandButtonProps {
  readonly id: string;
  readonly variant?: ButtonVariant;
  readonly icon?: LucideIcon;
  readonly isBusy?: boolean;
  /** Other words than the command's title, where the place makes it shorter. */
  readonly children?: ReactNode;
}

/** A command as a button: its title, its key, and why it cannot be done now. Nothing where there is no such command. */
export function CommandButton({ id, variant, icon, isBusy, children }: CommandButtonProps): ReactNode {
  const title = useCommandRegistry(({ catalogue }) => catalogue.find((one) => one.id === id)?.title);
  const refusal = useCommandRegistry((registry) => refusalOf(registry, id));
  const keys = useCommandBinding(id);
  if (title === undefined) return null;
  return (
    <Button
      keys={keys}
      onClick={() => runCommand(id)}
      refusal={refusal === 'unbound' ? 'Not on this screen' : (refusal ?? undefined)}
      icon={icon}
      {...(variant === undefined ? {} : { variant })}
      {...(isBusy === undefined ? {} : { isBusy })}
    >
      {children ?? title}
    </Button>
  );
}
