import './globals.css'
import { GeistMono } from 'geist/font/mono'
import { GeistSans } from 'geist/font/sans'
import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { nonceHeader } from './_edge/headers'
import { readTheme } from './_ui/theme'

export const metadata: Metadata = {
  robots: { index: false, follow: false },
  formatDetection: { telephone: false, email: false, address: false, date: false },
}

export const viewport: Viewport = { width: 'device-width', initialScale: 1, colorScheme: 'light dark' }

/** Reading the nonce makes every page dynamic, which a nonce needs: a page kept from yesterday would carry an old one. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get(nonceHeader) ?? undefined
  const theme = await readTheme()
  return (
    <html lang="en" className={`${GeistSans.variable} ${GeistMono.variable}`} data-theme={theme}>
      <head>
        <meta property="csp-nonce" content={nonce} nonce={nonce} />
      </head>
      <body>{children}</body>
    </html>
  )
}
