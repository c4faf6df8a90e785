/** A download of something public. The name is made safe for the header (RFC 6266): letters, digits, dots and dashes. */
export function attachment(body: string | Uint8Array<ArrayBuffer>, fileName: string, contentType: string): Response {
  const safeName = fileName.replace(/[^A-Za-z0-9._-]+/g, '-')
  return new Response(body, {
    headers: {
      'Content-Type': contentType,
      'Content-Disposition': `attachment; filename="${safeName}"`,
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    },
  })
}
