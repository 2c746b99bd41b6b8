// A choice that outlives the page. Browsers may refuse storage: then it is lost,
// and nothing else happens.

export function kept(name: string): string | null {
  try {
    return localStorage.getItem(`entente.${name}`)
  } catch {
    return null
  }
}

export function keep(name: string, value: string) {
  try {
    if (value) localStorage.setItem(`entente.${name}`, value)
  } catch {
    return
  }
}
