/** Models of templates/operation. */
export interface OperationModels {
  'operation/status': StatusModel;
}

export interface StatusModel {
  printing: { ready: boolean; detail: string; numbers: { label: string; value: string }[] };
}
