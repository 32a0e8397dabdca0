//! Encodes small values as bytes, for the transfer between readers. Both come from the same build, so there is no
//! version; bytes that cannot be decoded are not a shard.

/// A value that can be encoded as bytes and decoded again.
pub trait ByteCodec: Sized {
    /// Appends the encoded value.
    fn pack(&self, out: &mut Vec<u8>);
    /// Decodes a value from the front of the bytes and advances past it; `None` if they are too short or invalid.
    fn unpack(from: &mut &[u8]) -> Option<Self>;

    /// Encodes several values.
    fn pack_all(all: &[Self], out: &mut Vec<u8>) {
        all.iter().for_each(|one| one.pack(out));
    }

    /// Decodes `count` values.
    fn unpack_all(count: usize, from: &mut &[u8]) -> Option<Vec<Self>> {
        (0..count).map(|_| Self::unpack(from)).collect()
    }
}

impl ByteCodec for u8 {
    fn pack(&self, out: &mut Vec<u8>) {
        out.push(*self);
    }

    fn unpack(from: &mut &[u8]) -> Option<Self> {
        from.split_off_first().copied()
    }

    fn pack_all(all: &[Self], out: &mut Vec<u8>) {
        out.extend_from_slice(all);
    }

    fn unpack_all(count: usize, from: &mut &[u8]) -> Option<Vec<Self>> {
        from.split_off(..count).map(<[u8]>::to_vec)
    }
}

impl ByteCodec for u32 {
    fn pack(&self, out: &mut Vec<u8>) {
        out.extend(self.to_le_bytes());
    }

    fn unpack(from: &mut &[u8]) -> Option<Self> {
        from.split_off(..4)?.try_into().ok().map(Self::from_le_bytes)
    }
}

impl ByteCodec for String {
    fn pack(&self, out: &mut Vec<u8>) {
        self.as_bytes().to_owned().pack(out);
    }

    fn unpack(from: &mut &[u8]) -> Option<Self> {
        Self::from_utf8(Vec::unpack(from)?).ok()
    }
}

impl<T: ByteCodec> ByteCodec for Vec<T> {
    fn pack(&self, out: &mut Vec<u8>) {
        u32::try_from(self.len()).unwrap_or(u32::MAX).pack(out);
        T::pack_all(self, out);
    }

    fn unpack(from: &mut &[u8]) -> Option<Self> {
        let length = u32::unpack(from)?;
        T::unpack_all(length as usize, from)
    }
}

impl<A: ByteCodec, B: ByteCodec> ByteCodec for (A, B) {
    fn pack(&self, out: &mut Vec<u8>) {
        self.0.pack(out);
        self.1.pack(out);
    }

    fn unpack(from: &mut &[u8]) -> Option<Self> {
        Some((A::unpack(from)?, B::unpack(from)?))
    }
}

#[cfg(test)]
mod tests {
    use super::ByteCodec;

    #[test]
    fn round_trip_or_none() {
        let value = (vec![(7_u32, "Chloé".to_owned())], (3_u8, vec![vec![1_u8], vec![]]));
        let mut bytes = Vec::new();
        value.pack(&mut bytes);
        assert_eq!(ByteCodec::unpack(&mut bytes.as_slice()), Some(value));
        for length in 0..bytes.len() {
            assert_eq!(<(Vec<(u32, String)>, (u8, Vec<Vec<u8>>))>::unpack(&mut &bytes[..length]), None);
        }
    }
}
