'use client'

import { createContext, type ReactNode, useContext } from 'react'

const MayChangeContext = createContext(false)

/** Tells every button below whether this person may change tenants; lib/tenants refuses in any case. */
export function MayChange({ allowed, children }: { allowed: boolean; children: ReactNode }) {
  return <MayChangeContext value={allowed}>{children}</MayChangeContext>
}

export function useMayChange(): boolean {
  return useContext(MayChangeContext)
}
