export { checkInput, checkShape } from "./check";
export {
  apiService,
  apiVersion,
  nearestOperation,
  operation,
  services,
  type ApiService,
  type Operation,
} from "./model";
export type { InputProblem } from "./problems";
export {
  type ListShape,
  type MapShape,
  type Member,
  type ScalarShape,
  type ScalarType,
  type Shape,
  ShapeTable,
  Structure,
} from "./shapes";
