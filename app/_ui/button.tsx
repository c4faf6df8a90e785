import Link from 'next/link'
import type { ComponentProps, ReactNode } from 'react'
import { StateIcon } from './state-icon'

interface Looks {
  /** One primary per page. */
  variant?: 'primary' | 'plain' | 'quiet' | 'danger'
  /** 28, 32 or 44 px high; the last is for visitors' pages. */
  size?: 'sm' | 'md' | 'lg'
}

function classOf({ variant = 'plain', size = 'md' }: Looks): string {
  return ['btn', variant === 'plain' ? '' : `btn-${variant}`, size === 'md' ? '' : `btn-${size}`]
    .filter(Boolean)
    .join(' ')
}

interface ButtonProps extends Looks, Omit<ComponentProps<'button'>, 'className'> {
  /** While true the button says so, keeps its place and ignores further presses. */
  pending?: boolean
}

/** `aria-disabled` instead of `disabled` while pending, so that focus stays where it was. */
export function Button({ variant, size, pending = false, type = 'button', onClick, children, ...rest }: ButtonProps) {
  const look = { ...(variant && { variant }), ...(size && { size }) }
  return (
    <button
      {...rest}
      type={type}
      className={classOf(look)}
      data-pending={pending ? '' : undefined}
      aria-disabled={pending ? true : undefined}
      onClick={pending ? ignorePress : onClick}
    >
      {pending && <StateIcon mark="run" />}
      {children}
    </button>
  )
}

function ignorePress(event: { preventDefault: () => void }): void {
  event.preventDefault()
}

interface ButtonLinkProps extends Looks {
  href: string
  children: ReactNode
  newTab?: boolean
  /** Asks the server to do something and leads out of the portal: never fetched ahead. */
  leaves?: boolean
  /** A file, not a page. */
  download?: boolean
}

/** Looks like a button and goes somewhere. Addresses outside the portal and files are plain links. */
export function ButtonLink({
  href,
  newTab = false,
  download = false,
  leaves = false,
  children,
  ...look
}: ButtonLinkProps) {
  const className = classOf(look)
  if (newTab || download || leaves || !href.startsWith('/')) {
    return (
      <a href={href} className={className} download={download} {...(newTab && { target: '_blank', rel: 'noreferrer' })}>
        {children}
      </a>
    )
  }
  return (
    <Link href={href} className={className}>
      {children}
    </Link>
  )
}
