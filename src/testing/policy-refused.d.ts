/** Every mistake in it is a line of the message: `policy.yaml:12:5  …`. */
export declare class PolicyRefused extends Error {
  readonly name = 'PolicyRefused'
}
