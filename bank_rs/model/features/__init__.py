"""A client's record and history as numbers, the same for a frame and for one record."""

from bank_rs.model.features.client_features import ClientFeatures, Frame
from bank_rs.model.features.inputs import INPUTS, MissingColumnsError
from bank_rs.model.features.known import Known

__all__ = ["INPUTS", "ClientFeatures", "Frame", "Known", "MissingColumnsError"]
