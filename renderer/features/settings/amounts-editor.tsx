import { Plus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { currencyExponent } from '#core/domain/currency.ts';
import type { Amount } from '#renderer/format/money.ts';
import { AmountField } from '#renderer/ui/amount-field.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';

interface AmountsProps {
  readonly amounts: Readonly<Record<string, string>>;
  readonly onChange: (amounts: Readonly<Record<string, string>>) => void;
}

/** One amount per currency, in digits of minor units as it travels; currencies are added by their code. */
export function AmountsEditor({ amounts, onChange }: AmountsProps): ReactNode {
  const [code, setCode] = useState('');
  // A field stays while what is typed in it is no amount yet.
  const [shown, setShown] = useState<readonly string[]>(() => Object.keys(amounts));
  const isCode = currencyExponent(code) !== null && !shown.includes(code);
  return (
    <div className="flex flex-col gap-2">
      <div className="grid grid-cols-2 gap-2">
        {shown.map((currency) => (
          <AmountField
            key={currency}
            label={currency}
            currency={currency}
            initial={initialOf(amounts, currency)}
            onChange={(amount) => {
              const { [currency]: _, ...others } = amounts;
              onChange(amount === null ? others : { ...others, [currency]: amount.minor.toString() });
            }}
          />
        ))}
      </div>
      <div className="flex items-end gap-2">
        <TextField
          label="Another currency"
          placeholder="JPY"
          value={code}
          onChange={(text) => setCode(text.toUpperCase())}
        />
        <Button
          icon={Plus}
          refusal={isCode ? undefined : 'Give a currency that is not listed, as JPY'}
          onClick={() => {
            setShown([...shown, code]);
            onChange({ ...amounts, [code]: '0' });
            setCode('');
          }}
        >
          Add
        </Button>
      </div>
    </div>
  );
}

function initialOf(amounts: AmountsProps['amounts'], currency: string): Amount | null {
  const minor = amounts[currency];
  return minor === undefined ? null : { currency, minor };
}
