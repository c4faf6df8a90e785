'use client'

import { ButtonLink } from '../../../../../../_ui/button'
import { useMayChange } from '../../../../../_parts/may-change'

interface MicrosoftLinkProps {
  run: { id: string; tenantId: string }
  label: string
  variant: 'primary' | 'plain' | 'quiet'
  size?: 'sm' | 'md'
}

/** On to Microsoft’s sign-in page, in this tab. Not there for who may only look. */
export function MicrosoftLink({ run, label, variant, size = 'md' }: MicrosoftLinkProps) {
  if (!useMayChange()) return null
  return (
    <ButtonLink href={`/tenants/${run.tenantId}/runs/${run.id}/microsoft`} variant={variant} size={size} leaves>
      {label}
    </ButtonLink>
  )
}
