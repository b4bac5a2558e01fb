import { useEffect, useRef } from 'preact/hooks';

interface ValueFieldProps {
  readonly name: string;
  readonly text: string;
  /** With what was typed; undefined: it is left as it is. */
  readonly onDone: (expression: string | undefined) => void;
}

/** An expression in the place of a value. Enter takes it, Escape and going away leave it. */
export function ValueField({ name, text, onDone }: ValueFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === 'Enter') onDone(field.current!.value.trim() || undefined);
    else if (event.key === 'Escape') onDone(undefined);
  };
  return (
    <input
      ref={field}
      class="value-field mono"
      aria-label={`A new value for ${name}, as an expression`}
      spellcheck={false}
      autocomplete="off"
      defaultValue={text}
      onKeyDown={onKeyDown}
      onClick={event => event.stopPropagation()}
      onDblClick={event => event.stopPropagation()}
      onBlur={() => onDone(undefined)}
    />
  );
}
