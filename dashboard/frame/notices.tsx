import { dismiss, notices } from './notice.ts';

export function Notices() {
  return (
    <div class="notices" role="alert">
      {notices.value.map(({ id, text, tone, count }) => (
        <div key={id} class={`notice ${tone}`}>
          <span class="notice-text">
            {text}
            {count > 1 && <span class="quiet"> ({count} times)</span>}
          </span>
          <button type="button" class="plain" aria-label="Close this message" onClick={() => dismiss(id)}>
            ×
          </button>
        </div>
      ))}
    </div>
  );
}
