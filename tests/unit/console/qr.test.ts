import { expect, test } from 'vitest'
import { toRunMessage } from '@/app/(console)/tenants/[tenantId]/runs/[runId]/_parts/qr'
import type { RunView } from '@/lib/tenants/run-page-views'
import { readQr } from '../../support/qr-reader'

test.each(['https://login.microsoft.com/device', 'https://microsoft.com/devicelogin', 'http://x.example/'])(
  'the picture carries %s, and neither the code nor anything else',
  (verificationUri) => {
    const code = { userCode: 'FJKR7TQ2P', verificationUri, expiresAt: '', lifetimeSeconds: 900, lastPollAt: null }
    const { qr } = toRunMessage({ code: { ...code, pollSeconds: 5, another: false } } as RunView)
    expect(qr === null ? null : readQr(qr)).toBe(verificationUri)
  },
)
