interface Explained {
  cause: string
  remedy: string
  who: string
}

/** Why it happens, what helps, and who can do it. */
export function EntryBody({ entry }: { entry: Explained }) {
  return (
    <dl className="help-body">
      <div>
        <dt>Why</dt>
        <dd>{entry.cause}</dd>
      </div>
      <div>
        <dt>What helps</dt>
        <dd>{entry.remedy}</dd>
      </div>
      <div>
        <dt>Who can</dt>
        <dd>{entry.who}</dd>
      </div>
    </dl>
  )
}
