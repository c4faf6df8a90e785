import { ButtonLink } from '../_ui/button'
import { PageTitle } from '../_ui/page-title'

/** As outside, inside the frame: “was never there” and “is not yours to see” look the same. */
export default function ConsoleNotFound() {
  return (
    <section className="empty" aria-labelledby="nothing-title">
      <PageTitle>Nothing here</PageTitle>
      <h1 id="nothing-title">There is nothing here</h1>
      <p>The address may have a slip in it, or what stood here is gone, or it is not yours to see.</p>
      <ButtonLink href="/">Go to the fleet</ButtonLink>
    </section>
  )
}
