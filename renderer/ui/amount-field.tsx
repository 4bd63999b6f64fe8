import { type ReactNode, useState } from 'react';
import type { CurrencyCode } from '#core/domain/currency.ts';
import type { Money } from '#core/domain/money.ts';
import type { Amount } from '#renderer/format/money.ts';
import { parseAmount } from '#renderer/format/parse-amount.ts';
import { classes } from './classes.ts';
import { controlLook, Field, type FieldWords } from './field.tsx';
import { useFormat } from './format-context.tsx';

interface AmountFieldProps extends FieldWords {
  readonly currency: CurrencyCode;
  readonly initial: Amount | null;
  /** The amount that was read, or null while there is none or it cannot be read without guessing. */
  readonly onChange: (amount: Money | null) => void;
}

/** An amount in one currency as the reader's locale writes it. What could be read two ways is refused with the reason. */
export function AmountField({ currency, initial, onChange, error, ...words }: AmountFieldProps): ReactNode {
  const format = useFormat();
  const [text, setText] = useState(initial === null ? '' : format.money(initial, { currency: 'none' }));
  const [refusal, setRefusal] = useState<string>();
  const { locale } = format.preferences;
  const change = (next: string): void => {
    setText(next);
    setRefusal(undefined);
    const read = parseAmount(next, locale, currency);
    onChange(read.ok ? read.value : null);
  };
  const leave = (): void => {
    const read = parseAmount(text, locale, currency);
    if (read.ok) setText(format.money(read.value, { currency: 'none' }));
    else if (read.error.code !== 'AMOUNT_EMPTY')
      setRefusal(`${read.error.message}. ${read.error.fix ?? ''}`.trim());
  };
  return (
    <Field {...words} error={refusal ?? error}>
      {(control) => (
        <span className="relative flex items-center">
          <span aria-hidden className="absolute left-2 text-sm text-muted">
            {currency}
          </span>
          <input
            {...control}
            type="text"
            inputMode="decimal"
            autoComplete="off"
            value={text}
            onChange={(event) => change(event.target.value)}
            onBlur={leave}
            className={classes(controlLook, 'h-control min-h-6 pl-11 text-right')}
          />
        </span>
      )}
    </Field>
  );
}
