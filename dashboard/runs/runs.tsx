import type { Model } from '../model/index.ts';

export function Runs({ model }: { readonly model: Model }) {
  return (
    <section>
      <h1>Runs</h1>
      <table>
        <thead>
          <tr>
            <th>Program</th>
            <th>Process</th>
            <th>Started</th>
          </tr>
        </thead>
        <tbody>
          {model.runs.value.map(({ id, words, pid, started }) => (
            <tr key={id}>
              <td>{words.join(' ')}</td>
              <td>{pid}</td>
              <td>{new Date(started).toLocaleTimeString()}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
