import { err, ok, type Failure, type Result } from '../base/result.ts';

export type EmailFailure = Failure<'EMAIL_INVALID' | 'EMAIL_NOT_ASCII' | 'EMAIL_IS_ALIAS'>;

/**
 * The one form of an address: NFKC, case folded. Letters outside ASCII are refused after that, because look-alikes of
 * other scripts would let one mailbox have two accounts, and so are sub-addresses (`name+tag@…`), which are the same
 * mailbox again.
 */
export function normaliseEmail(text: string): Result<string, EmailFailure> {
  const folded = text.normalize('NFKC').trim().toUpperCase().toLowerCase();
  if (!/^[\x20-\x7e]*$/.test(folded)) {
    return err({
      code: 'EMAIL_NOT_ASCII',
      message: `"${text}" has letters that look like others`,
      where: 'email',
      fix: 'Use the address in plain ASCII letters.',
    });
  }
  if (!/^[a-z0-9._%+'-]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(folded)) {
    return err({
      code: 'EMAIL_INVALID',
      message: `"${text}" is not an e-mail address`,
      where: 'email',
      fix: 'Write it as name@example.com.',
    });
  }
  if (folded.slice(0, folded.indexOf('@')).includes('+')) {
    return err({
      code: 'EMAIL_IS_ALIAS',
      message: `"${text}" is a sub-address of another mailbox`,
      where: 'email',
      fix: 'Use the address without the part after "+".',
    });
  }
  return ok(folded);
}
