//! How a thread's allocator takes memory from the system. Allocates nothing that stays.

/// Lets the calling thread's allocator take so much memory at once. The C library's gives a thread four thousand bytes
/// more at a time, each with a call to the system that all the others wait for, and hands a large piece back as soon as
/// it is free, until it has seen one of that size twice: a tenth of a first document's time.
pub fn warm_heap(bytes: usize) {
    for _ in 0..2 {
        drop(std::hint::black_box(Vec::<u8>::with_capacity(bytes)));
    }
}

/// The same, and has the system lay the memory out at once: for a thread that waits for its work.
pub fn touch_heap(bytes: usize) {
    warm_heap(bytes);
    drop(std::hint::black_box(vec![1_u8; bytes]));
}
