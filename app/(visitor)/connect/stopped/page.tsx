import { ButtonLink } from '../../../_ui/button'
import { PageTitle } from '../../../_ui/page-title'

const words = {
  unknown: {
    title: 'This sign-in is not open any more',
    text: 'It was answered already, took too long, or Latchkey was restarted meanwhile. Nothing was done with the answer. Open the run and sign in again; what was chosen is kept.',
  },
  'other-session': {
    title: 'This sign-in was begun in another session',
    text: 'An answer of Microsoft counts only in the browser session that asked for it. Nothing was done with it, and it was recorded. Open the run here and sign in again.',
  },
  'signed-out': {
    title: 'You are not signed in to Latchkey here',
    text: 'Your session ended while you were at Microsoft, or you came back to another address of this portal. Nothing was done with the answer. Sign in, open the run and sign in at Microsoft again.',
  },
  fault: {
    title: 'Something went wrong on our side',
    text: 'It was recorded. Open the run: it says how far it came and how to go on.',
  },
} as const

interface StoppedProps {
  searchParams: Promise<{ why?: string | string[] }>
}

/** Microsoft’s answer met nobody who waits for it. Says so, and leads back. */
export default async function StoppedPage({ searchParams }: StoppedProps) {
  const { why } = await searchParams
  const { title, text } = words[isKnown(why) ? why : 'unknown']
  return (
    <>
      <PageTitle>Sign-in stopped</PageTitle>
      <h1>{title}</h1>
      <p className="soft">{text}</p>
      <ButtonLink href="/" variant="primary" size="lg">
        Open Latchkey
      </ButtonLink>
    </>
  )
}

function isKnown(why: unknown): why is keyof typeof words {
  return typeof why === 'string' && Object.hasOwn(words, why)
}
