/** One whose column has numbers begins with "#". */
export function TableHead({ heads }: { readonly heads: readonly string[] }) {
  return (
    <thead>
      <tr>
        {heads.map(head => (
          <th key={head} scope="col" class={head.startsWith('#') ? 'number' : ''}>
            {head.replace('#', '')}
          </th>
        ))}
      </tr>
    </thead>
  );
}
