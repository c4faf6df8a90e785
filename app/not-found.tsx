import { Brand } from './_ui/brand'
import { ButtonLink } from './_ui/button'
import { PageTitle } from './_ui/page-title'

/** One page for “was never there” and “is not yours to see”: telling them apart would tell something. */
export default function NotFound() {
  return (
    <main className="visitor">
      <PageTitle>Nothing here</PageTitle>
      <div className="visitor-sheet">
        <header className="visitor-head">
          <Brand />
        </header>
        <h1>There is nothing here</h1>
        <p className="soft">
          The address may have a slip in it, or what stood here is gone, or it is not yours to see.
        </p>
        <ButtonLink href="/" variant="primary" size="lg">
          Go to the fleet
        </ButtonLink>
      </div>
    </main>
  )
}
