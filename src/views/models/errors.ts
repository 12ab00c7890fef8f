/** Models of templates/errors. */
export interface ErrorModels {
  'errors/problem': ProblemModel;
}

interface ProblemModel {
  heading: string;
  hint: string;
  fields: string[];
  /** What the person typed in a post that was refused for want of a session. */
  typed: string[];
  signIn: boolean;
  requestId: string;
}
