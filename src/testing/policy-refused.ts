/** Every mistake in it is a line of the message: `policy.yaml:12:5  …`. */
export class PolicyRefused extends Error {
  override readonly name = 'PolicyRefused'
}
