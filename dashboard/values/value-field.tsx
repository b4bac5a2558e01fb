import { useLayoutEffect, useRef } from 'preact/hooks';

interface ValueFieldProps {
  readonly name: string;
  readonly text: string;
  /** With what was typed; undefined: it is left as it is. */
  readonly onDone: (expression: string | undefined) => void;
  /** The keys have gone elsewhere. */
  readonly onLeave: () => void;
}

/** An expression in the place of a value. Enter takes it, Escape and going away leave it. */
export function ValueField({ name, text, onDone, onLeave }: ValueFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  // At once: who begins to type means this field.
  useLayoutEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
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
      onBlur={onLeave}
    />
  );
}
