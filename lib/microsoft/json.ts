/** Parsed JSON, or undefined where the text is none (an HTML page of a gateway, an empty 204). */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
