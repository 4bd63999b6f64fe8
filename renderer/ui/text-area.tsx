import type { ReactNode, Ref } from 'react';
import { classes } from './classes.ts';
import { controlLook, Field, type FieldWords } from './field.tsx';

interface TextAreaProps extends FieldWords {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly placeholder?: string | undefined;
  readonly ref?: Ref<HTMLTextAreaElement>;
}

/** Several lines of text; grows with what is in it. */
export function TextArea({ value, onChange, placeholder, ref, ...words }: TextAreaProps): ReactNode {
  return (
    <Field {...words}>
      {(control) => (
        <textarea
          {...control}
          ref={ref}
          rows={3}
          placeholder={placeholder}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          className={classes(controlLook, 'field-sizing-content max-h-60 min-h-16 resize-y py-1')}
        />
      )}
    </Field>
  );
}
