/** The boxes of the rows, in their order; none where there is no form. */
export function rowBoxes(form: HTMLFormElement | null): readonly HTMLInputElement[] {
  return Array.from(form?.querySelectorAll<HTMLInputElement>('input[name="tenantId"]') ?? [])
}

export function isRowBox(target: EventTarget | null): target is HTMLInputElement {
  return target instanceof HTMLInputElement && target.name === 'tenantId'
}
