import { LogIn } from 'lucide-react'

interface ProviderLinkProps {
  name: string
  next: string
}

/** A plain link: it works without scripts, and a form may not lead to another host (Content-Security-Policy). */
export function ProviderLink({ name, next }: ProviderLinkProps) {
  const query = next === '/' ? '' : `?next=${encodeURIComponent(next)}`
  return (
    <div className="provider">
      <a className="btn btn-lg btn-block" href={`/sign-in/provider${query}`}>
        <LogIn className="i" aria-hidden />
        Sign in with {name}
      </a>
      <p className="provider-or">or with an account of this Latchkey</p>
    </div>
  )
}
