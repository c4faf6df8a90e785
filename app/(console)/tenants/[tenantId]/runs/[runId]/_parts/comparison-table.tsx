import type { Verdict } from '@/lib/tenants/verdict-views'

/** What was expected beside what came; what differs is marked by weight, ground and a hidden word. */
export function ComparisonTable({ rows, compared }: ComparisonProps) {
  const [first, second] = compared ?? ['Expected', 'Found']
  return (
    <table className="comparison">
      <thead>
        <tr>
          <th scope="col">
            <span className="sr">What</span>
          </th>
          <th scope="col">{first}</th>
          <th scope="col">{second}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ what, expected, found, differs }) => (
          <tr key={what}>
            <th scope="row">{what}</th>
            <td>{expected}</td>
            <td className={differs && compared === undefined ? 'differs' : undefined}>
              {differs && <span className="sr">{compared === undefined ? 'Differs: ' : 'Changes: '}</span>}
              {found}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

interface ComparisonProps {
  rows: Verdict['comparison']
  compared?: Verdict['compared']
}
